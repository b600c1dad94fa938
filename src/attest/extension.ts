/** Name of the statement's member with watertight's own data: extension fields of a VSA are named by URIs. */
export const EXTENSION = 'urn:watertight:attestation:v1';

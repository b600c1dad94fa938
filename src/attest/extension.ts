/** Name of the member of a statement with what is watertight's own: extension fields of a VSA are named by URIs. */
export const EXTENSION = 'urn:watertight:attestation:v1';

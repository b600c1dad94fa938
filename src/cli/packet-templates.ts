/** Packets to begin with, each a file of `rules/packets/start` that the build checks; the first one is written where none is named. */
export const PACKET_TEMPLATES = ['model-approval', 'release-approval', 'audit-pass'] as const;

export type PacketTemplate = (typeof PACKET_TEMPLATES)[number];

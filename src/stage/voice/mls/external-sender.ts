/**
 * The voice gateway as MLS knows it: an external sender, no member of any group, that signs the proposals to add and
 * to remove members (RFC 9420, section 12.1.8; DAVE protocol, "External Sender" and opcodes 25 and 27).
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { uint, vector } from './codec.ts';

const MLS10 = 1; // ProtocolVersion
const PUBLIC_MESSAGE = 1; // WireFormat
const EXTERNAL = 2; // SenderType
const PROPOSAL = 2; // ContentType
const ADD = 1; // ProposalType
const REMOVE = 3;
const BASIC = 1; // CredentialType

/** A signed proposal as it is broadcast, and the reference by which a commit names it. */
export interface Proposal {
  /** MLSMessage holding a PublicMessage. */
  readonly message: Buffer;
  /** ProposalRef, hexadecimal. */
  readonly ref: string;
}

export interface ExternalSender {
  /** The ExternalSender struct that opcode 25 carries. */
  readonly package: Buffer;
  /** @param keyPackage a KeyPackage, not wrapped in an MLSMessage */
  add(groupId: string, epoch: bigint, keyPackage: Uint8Array): Proposal;
  remove(groupId: string, epoch: bigint, leafIndex: number): Proposal;
}

/** An external sender with a fresh P-256 key, ciphersuite 2. `groupId` is the channel's snowflake in decimal. */
export function createExternalSender(): ExternalSender {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([
    uint(4, 1),
    Buffer.from(x ?? '', 'base64url'),
    Buffer.from(y ?? '', 'base64url'),
  ]);

  function propose(groupId: string, epoch: bigint, proposal: Uint8Array): Proposal {
    // FramedContent, section 6: ours is the only entry of the group's external senders, hence index 0
    const content = Buffer.concat([
      vector(uint(BigInt(groupId), 8)),
      uint(epoch, 8),
      uint(EXTERNAL, 1),
      uint(0, 4),
      vector(),
      uint(PROPOSAL, 1),
      proposal,
    ]);
    const framed = Buffer.concat([uint(PUBLIC_MESSAGE, 2), content]);
    const toBeSigned = Buffer.concat([uint(MLS10, 2), framed]);
    const signature = vector(signWithLabel('FramedContentTBS', toBeSigned));
    return {
      message: Buffer.concat([toBeSigned, signature]),
      ref: refHash('MLS 1.0 Proposal Reference', Buffer.concat([framed, signature])),
    };
  }

  /** SignWithLabel of section 5.1.2; ECDSA signatures are DER (section 5.1.1). */
  function signWithLabel(label: string, content: Uint8Array): Buffer {
    const signContent = Buffer.concat([vector(Buffer.from(`MLS 1.0 ${label}`)), vector(content)]);
    return sign('sha256', signContent, { key: privateKey, dsaEncoding: 'der' });
  }

  return {
    package: Buffer.concat([vector(point), uint(BASIC, 2), vector(Buffer.from('Ragamala stage'))]),
    add: (groupId, epoch, keyPackage) => propose(groupId, epoch, Buffer.concat([uint(ADD, 2), keyPackage])),
    remove: (groupId, epoch, leafIndex) =>
      propose(groupId, epoch, Buffer.concat([uint(REMOVE, 2), uint(leafIndex, 4)])),
  };
}

/** RefHash of RFC 9420, section 5.2, with SHA-256; hexadecimal. */
export function refHash(label: string, value: Uint8Array): string {
  return createHash('sha256')
    .update(Buffer.concat([vector(Buffer.from(label)), vector(value)]))
    .digest('hex');
}

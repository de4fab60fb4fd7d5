/**
 * What the delivery service reads in members' messages: whose key package it is, which proposals a commit names, and
 * where the commit ends and the welcome begins. Nothing is decrypted: handshake messages are public in DAVE.
 */
import { Reader, uint, vector } from './codec.ts';
import { refHash } from './external-sender.ts';

const MLS10 = 1;
const PUBLIC_MESSAGE = 1; // WireFormat
const KEY_PACKAGE = 5; // WireFormat
const CIPHERSUITE = 2; // MLS_128_DHKEMP256_AES128GCM_SHA256_P256, DAVE protocol "MLS Parameters"
const MEMBER = 1; // SenderType
const COMMIT = 3; // ContentType
const BASIC = 1; // CredentialType
const BY_REFERENCE = 2; // ProposalOrRefType

export interface KeyPackage {
  /** The KeyPackage struct itself, as an Add proposal embeds it. */
  readonly bytes: Buffer;
  /** The member's snowflake, from the basic credential's eight big-endian bytes. */
  readonly userId: string;
  /** KeyPackageRef, by which a welcome names its receiver; hexadecimal. */
  readonly ref: string;
}

/**
 * Opcode 26: a KeyPackage (RFC 9420, section 10), bare as the clients send it or wrapped in an MLSMessage as the
 * protocol describes it.
 * @throws RangeError for anything else
 */
export function readKeyPackage(payload: Uint8Array): KeyPackage {
  const whole = new Reader(payload);
  expect('MLS version', whole.uint(2), MLS10);
  const wrapped = whole.uint(2) === KEY_PACKAGE;
  const bytes = whole.bytes.subarray(wrapped ? 4 : 0);
  const reader = new Reader(bytes);
  expect('MLS version', reader.uint(2), MLS10);
  expect('ciphersuite', reader.uint(2), CIPHERSUITE);
  reader.vector(); // init_key
  reader.vector(); // encryption_key, the leaf node's first field
  reader.vector(); // signature_key
  expect('credential type', reader.uint(2), BASIC);
  const identity = reader.vector();
  expect('identity length', identity.length, 8);
  const userId = identity.readBigUInt64BE().toString();
  return { bytes, userId, ref: refHash('MLS 1.0 KeyPackage Reference', bytes) };
}

export interface CommitWelcome {
  readonly epoch: bigint;
  /** The committer's place in the tree. */
  readonly leafIndex: number;
  /** ProposalRefs in the order they are applied, hexadecimal. */
  readonly refs: readonly string[];
  /** The MLSMessage to announce. */
  readonly commit: Buffer;
  /** Welcome struct; empty when nobody is added. */
  readonly welcome: Buffer;
}

/**
 * Opcode 28: MLSMessage with a Commit (RFC 9420, sections 6.2 and 12.4), then perhaps a Welcome.
 * @throws RangeError when it is no commit of a member, or names proposals by value, which DAVE forbids
 */
export function readCommitWelcome(payload: Uint8Array): CommitWelcome {
  const reader = new Reader(payload);
  expect('MLS version', reader.uint(2), MLS10);
  expect('wire format', reader.uint(2), PUBLIC_MESSAGE);
  reader.vector(); // group_id
  const epoch = reader.uint64();
  expect('sender type', reader.uint(1), MEMBER);
  const leafIndex = reader.uint(4);
  reader.vector(); // authenticated_data
  expect('content type', reader.uint(1), COMMIT);
  const proposals = new Reader(reader.vector());
  const refs: string[] = [];
  while (!proposals.atEnd) {
    expect('proposal by reference', proposals.uint(1), BY_REFERENCE);
    refs.push(proposals.vector().toString('hex'));
  }
  if (reader.uint(1) === 1) skipUpdatePath(reader);
  reader.vector(); // signature
  reader.vector(); // confirmation_tag
  reader.vector(); // membership_tag
  return {
    epoch,
    leafIndex,
    refs,
    commit: reader.bytes.subarray(0, reader.offset),
    welcome: reader.bytes.subarray(reader.offset),
  };
}

/** UpdatePath of section 7.6 with its LeafNode of section 7.2. */
function skipUpdatePath(reader: Reader): void {
  reader.vector(); // encryption_key
  reader.vector(); // signature_key
  reader.uint(2); // credential type
  reader.vector(); // identity
  for (let list = 0; list < 5; list++) reader.vector(); // capabilities
  expect('leaf node source commit', reader.uint(1), 3);
  reader.vector(); // parent_hash
  reader.vector(); // extensions
  reader.vector(); // signature
  reader.vector(); // nodes
}

/**
 * The part of a Welcome (section 12.4.3.1) meant for one member: opcode 30 is "a targeted subset".
 * @param ref the receiver's KeyPackageRef
 * @throws RangeError when the welcome does not name it
 */
export function welcomeFor(welcome: Uint8Array, ref: string): Buffer {
  const reader = new Reader(welcome);
  const suite = reader.uint(2);
  const secrets = new Reader(reader.vector());
  const groupInfo = reader.vector();
  while (!secrets.atEnd) {
    const start = secrets.offset;
    const receiver = secrets.vector().toString('hex');
    secrets.vector(); // kem_output
    secrets.vector(); // ciphertext
    if (receiver !== ref) continue;
    return Buffer.concat([
      uint(suite, 2),
      vector(secrets.bytes.subarray(start, secrets.offset)),
      vector(groupInfo),
    ]);
  }
  throw new RangeError(`Expected a welcome for key package ${ref.slice(0, 8)}, received none`);
}

function expect(what: string, received: number, expected: number): void {
  if (received !== expected) throw new RangeError(`Expected ${what} ${expected}, received ${received}`);
}

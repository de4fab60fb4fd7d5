import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/inference/session.ts';
import { MODELS } from './support.ts';

const MODEL = path.join(MODELS, 'face-detector/model.onnx');
const SHA256 = '427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2';
const NAMES = { inputs: ['input:0'], outputs: ['Identity:0'] };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ragamala-session-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('openSession', () => {
  it('runs named arrays', async () => {
    const session = await openSession(MODEL, { sha256: SHA256, ...NAMES });
    const data = new Float32Array(256 * 256 * 3);
    const outputs = await session.run({ 'input:0': { data, shape: [1, 256, 256, 3] } });
    expect(Object.keys(outputs)).toEqual(NAMES.outputs);
    expect(outputs['Identity:0']?.data).toHaveLength(512);
    await session.close();
  });

  it('refuses an input of another length', async () => {
    const session = await openSession(MODEL, { sha256: SHA256, ...NAMES });
    const input = { data: new Float32Array(5), shape: [1, 256, 256, 3] };
    await expect(session.run({ 'input:0': input })).rejects.toMatchObject({
      code: 'model.bad_input',
      context: { name: 'input:0', expected: 196608, received: 5 },
    });
    await session.close();
  });

  it('names the file that is missing', async () => {
    const file = path.join(folder, 'none.onnx');
    await expect(openSession(file, { sha256: SHA256, ...NAMES })).rejects.toMatchObject({
      code: 'model.missing',
      context: { file },
    });
  });

  it('refuses a file of another hash before it is loaded', async () => {
    const file = path.join(folder, 'short.onnx');
    await cp(MODEL, file);
    await truncate(file, 500_000);
    await expect(openSession(file, { sha256: SHA256, ...NAMES })).rejects.toMatchObject({
      code: 'model.wrong_hash',
      context: { file, expected: SHA256 },
    });
  });

  it('refuses what is no model', async () => {
    const file = path.join(folder, 'text.onnx');
    await writeFile(file, 'not a model');
    const sha256 = createHash('sha256').update('not a model').digest('hex');
    await expect(openSession(file, { sha256, ...NAMES })).rejects.toMatchObject({ code: 'model.unreadable' });
  });

  it.each([
    ['input', { inputs: ['pixels'], outputs: ['Identity:0'] }],
    ['output', { inputs: ['input:0'], outputs: ['logits'] }],
  ])('refuses a model with another %s', async (_, names) => {
    await expect(openSession(MODEL, { sha256: SHA256, ...names })).rejects.toMatchObject({
      code: 'model.wrong_interface',
      context: { received: expect.stringContaining('input:0') },
    });
  });
});

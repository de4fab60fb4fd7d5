/** Request bodies: bounded, JSON or multipart with `payload_json` and files. */
import type { IncomingMessage } from 'node:http';
import { ApiError } from '../protocol/errors.ts';
import { LIMIT } from '../protocol/limits.ts';
import type { UploadedPart } from '../rules/message.ts';

export interface Body {
  readonly body: unknown;
  readonly parts: readonly UploadedPart[];
}

/**
 * @throws ApiError 40005 when it is larger than any allowed request, 50109 for malformed JSON, 50035 for a
 *   malformed multipart body
 */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const bytes = await collect(request);
  if (bytes.length === 0) return { body: undefined, parts: [] };
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return readForm(bytes, type);
  return { body: parseJson(bytes.toString('utf8')), parts: [] };
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is read and thrown away: a sender that is cut off would not see the answer.
    if (size <= LIMIT.bodyBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > LIMIT.bodyBytes) throw new ApiError(40005);
  return Buffer.concat(chunks);
}

async function readForm(bytes: Buffer, type: string): Promise<Body> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch(() => {
      throw new ApiError(50035);
    });
  const payload = form.get('payload_json');
  const parts: UploadedPart[] = [];
  for (const [field, value] of form) {
    if (typeof value === 'string') continue;
    const content = new Uint8Array(await value.arrayBuffer());
    parts.push({ field, name: value.name, bytes: content, contentType: value.type || undefined });
  }
  return { body: typeof payload === 'string' ? parseJson(payload) : {}, parts };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(50109);
  }
}

import { type Client, DiscordjsError, DiscordjsErrorCodes, Events } from 'discord.js';
import { AppError, messageOf } from '../errors.ts';

/** From login to READY; Discord needs seconds, a busy machine more. */
const READY_LIMIT_MS = 60_000;

const NEW_TOKEN =
  'Check DISCORD_TOKEN: take a new one from the developer portal, under Bot, with Reset Token, and start again.';
const CHECK_NETWORK =
  'Check the network, a firewall or a proxy, and DISCORD_API if it is set (npm run doctor asks it), and start again.';

/**
 * @returns the application's id, once Discord says READY
 * @throws AppError bot.login_failed {problem, remedy}, when the signal fires too
 */
export async function logIn(client: Client, token: string, signal: AbortSignal): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`not ready after ${READY_LIMIT_MS} ms`)), READY_LIMIT_MS);
      signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
      client.once(Events.ClientReady, (ready) => resolve(ready.application.id));
      client.login(token).catch(reject);
    });
  } catch (error) {
    throw new AppError('bot.login_failed', explain(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function explain(error: unknown): { problem: string; remedy: string } {
  // discord.js says "An invalid token was provided." without repeating it.
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid)
    return { problem: messageOf(error), remedy: NEW_TOKEN };
  // What cannot even be sent, such as a token with a line break in it.
  if (messageOf(error) === 'invalid Authorization header')
    return { problem: 'the token has characters that no token has', remedy: NEW_TOKEN };
  // discord.js takes for granted that what answers is Discord.
  if (error instanceof TypeError)
    return { problem: 'what answers there does not speak the protocol of Discord', remedy: CHECK_NETWORK };
  return { problem: messageOf(error), remedy: CHECK_NETWORK };
}

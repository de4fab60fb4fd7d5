/** Whether Discord, or what DISCORD_API names, answers and knows the token. */
import { type Config, DEFAULT_DISCORD_API } from '../../config.ts';
import { messageOf } from '../../errors.ts';
import { type Finding, failed, fine, inform } from './finding.ts';

const TIMEOUT_MS = 10_000;

export async function checkDiscord(config: Config): Promise<Finding> {
  const { token, api } = config.discord;
  if (token === undefined) {
    const remedy = 'For a real server set DISCORD_TOKEN; the README shows how to get one.';
    return inform('discord', 'no DISCORD_TOKEN: npm start plays on its own stage', remedy);
  }
  try {
    const response = await fetch(`${api}/v10/users/@me`, {
      headers: { authorization: `Bot ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) {
      const { username } = (await response.json()) as { username?: string };
      return fine('discord', `${api} knows the token: ${username ?? 'a bot'}`);
    }
    return response.status === 401
      ? failed('discord', `${api} refuses the token`, 'Take a new one from the developer portal, under Bot.')
      : failed('discord', `${api} answered ${response.status}`, 'Try again later, or check DISCORD_API.');
  } catch (error) {
    const problem = error instanceof Error && error.cause ? messageOf(error.cause) : messageOf(error);
    const remedy =
      api === DEFAULT_DISCORD_API
        ? 'Check the network, a firewall or a proxy.'
        : 'Check DISCORD_API, and NODE_EXTRA_CA_CERTS if it has a certificate of its own.';
    return failed('discord', `${api} cannot be reached: ${problem}`, remedy);
  }
}

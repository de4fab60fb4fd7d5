/** An unmodified discord.js client logged in to a stage, for the tests of this folder. */
import { Client, type ClientOptions, GatewayIntentBits } from 'discord.js';
import type { Stage } from '../../src/stage/stage.ts';
import type { VoiceServer } from '../../src/stage/voice-contract.ts';

export interface BotOptions extends Partial<ClientOptions> {
  /** Handed to the client before it logs in, so that no event is missed. */
  readonly prepare?: (client: Client) => void;
}

/** Resolves when the client is ready. The caller destroys it. */
export async function logIn(stage: Stage<VoiceServer>, o: BotOptions = {}): Promise<Client<true>> {
  const { prepare, ...options } = o;
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates],
    ...options,
    rest: { api: stage.apiBase, retries: 0, ...options.rest },
  });
  prepare?.(client);
  await new Promise<void>((resolve, reject) => {
    client.once('clientReady', () => resolve());
    client.login(stage.botToken).catch(reject);
  });
  if (!client.isReady()) throw new Error('the client is not ready');
  return client;
}

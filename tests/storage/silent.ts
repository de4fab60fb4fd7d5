import type { Logger } from '../../src/logger.ts';

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

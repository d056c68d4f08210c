#!/usr/bin/env node
// `npx bursar` starts a sandbox that forgets all when it ends; options go to it; a command is the program's own.
'use strict';
const { spawn } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const { binary } = require('../index.js');

const given = process.argv.slice(2);
const isCommand = given.length > 0 && (!given[0].startsWith('-') || ['--help', '-h', '--version'].includes(given[0]));
const words = isCommand ? given : ['serve', '--sandbox', ...(given.includes('--store') ? [] : ['--store', 'memory:']), ...given];
const forgets = !isCommand && !given.includes('--store');
const env = forgets ? { BURSAR_VAULT_KEY: randomBytes(32).toString('hex'), ...process.env } : process.env;
const server = spawn(binary, words, { stdio: 'inherit', env });
// A terminal sends its interrupt to both; whoever ends only this process means both, too.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('error', (error) => {
  console.error(`bursar could not be started: ${error.message}`);
  process.exitCode = 1;
});
server.on('exit', (status) => (process.exitCode = status ?? 1));

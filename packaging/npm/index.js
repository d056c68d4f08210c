// CommonJS, so that jest takes it as it is; Node gives `import { start } from 'bursar'` the same names.
'use strict';
const { spawn } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const path = require('node:path');

const binary = path.join(__dirname, 'bin', 'bursar');
const running = new Set();
process.on('exit', () => running.forEach((server) => server.kill('SIGKILL')));

/** A key of a platform that nobody has used yet: to a sandbox, making one up is opening it. */
function freshKey(kind = 'sk') {
  return `${kind}_test_${randomBytes(12).toString('hex')}`;
}

function announced(server, patience) {
  return new Promise((resolve, reject) => {
    let told = '', problems = '';
    const timer = setTimeout(() => fail(`did not listen within ${patience} ms`), patience);
    const fail = (why) => {
      clearTimeout(timer);
      server.kill('SIGKILL');
      reject(new Error(`bursar ${why}${problems ? `: ${problems.trim()}` : ''}`));
    };
    server.stderr.on('data', (text) => (problems = (problems + text).slice(-4000)));
    server.on('error', (error) => fail(`could not be started: ${error.message}`));
    server.on('exit', (status, signal) => fail(`ended (${signal ?? status}) before it listened`));
    server.stdout.on('data', (text) => {
      told += text;
      const line = /^bursar listens on (\S+) .*\n/m.exec(told);
      if (!line) return;
      clearTimeout(timer);
      server.removeAllListeners('exit');
      resolve(line[1]);
    });
  });
}

/** Starts a sandbox of its own on a free port, and resolves when it answers. */
async function start({ args = [], store = 'memory:', timeout = 10000 } = {}) {
  const words = ['serve', '--sandbox', '--listen', '127.0.0.1:0', '--store', store, '--log-level', 'error', ...args];
  // Given a key it makes none in the home directory. A store that outlives the server needs the same one again.
  const vault = store === 'memory:' ? { BURSAR_VAULT_KEY: randomBytes(32).toString('hex') } : {};
  const server = spawn(binary, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...vault } });
  running.add(server);
  const ended = new Promise((resolve) => server.on('close', () => resolve(running.delete(server))));
  const url = await announced(server, timeout);
  server.stdout.resume();
  server.stderr.on('data', (text) => process.stderr.write(text));
  // A test that forgets stop() still ends; what runs is then ended with it.
  for (const kept of [server, server.stdout, server.stderr]) kept.unref();
  const { hostname, port } = new URL(url);
  const stop = async () => {
    server.ref();
    server.kill('SIGTERM');
    await ended;
  };
  const key = freshKey();
  return { url, host: hostname, port: Number(port), key, publishableKey: key.replace('sk_', 'pk_'), pid: server.pid, freshKey, stop, [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]: stop };
}

exports.binary = binary;
exports.freshKey = freshKey;
exports.start = start;

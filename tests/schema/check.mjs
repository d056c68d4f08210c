// usage: node check.mjs OPENAPI ANSWERS: the document as a validator sees it, and each line of tests/api/run.py --answers as
// the document describes it. Whatever is wrong is printed, once for each operation and place.
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { nested } from './form.mjs';

// Objects that no table describes: what they show is put together when they are asked for.
const UNTOLD = [
    'elements_session',
];

const [file, answersFile] = process.argv.slice(2);
const openapi = JSON.parse(readFileSync(file, 'utf8'));
const answers = readFileSync(answersFile, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const wrong = new Map();
const note = (what, why) => wrong.set(what, why);

async function checkDocument() {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(openapi));
    if (!valid) note('the document', JSON.stringify(errors).slice(0, 2000));
    if (validator.version !== '3.1') note('the version', validator.version);
    const ids = operations.map(({ operation }) => operation.operationId);
    for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) note(id, 'two operations are called so');
    for (const { template, operation } of operations) {
        const named = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => `{${one.name}}`);
        if (named.join() !== (template.match(/{\w+}/g) ?? []).join()) note(template, `its parameters: ${named}`);
    }
    const untold = Object.entries(openapi.components.schemas)
        .filter(([name, schema]) => Object.keys(schema.properties).length < 2 && !name.endsWith('.publishable') && schema.properties.object)
        .map(([name]) => name);
    if (untold.sort().join() !== UNTOLD.join()) note('objects that no table describes', untold);
}

const operations = Object.entries(openapi.paths).flatMap(([template, item]) =>
    Object.entries(item).map(([method, operation]) => ({
        template,
        method,
        operation,
        matches: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/{\w+}/g, '[^/]+')}$`),
    })),
);

const at = (...parts) =>
    `openapi#/${parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).map(encodeURIComponent).join('/')}`;

// Of two that match, the one with fewer words left open.
function operationOf({ method, path }) {
    const matching = operations.filter((one) => one.method === method.toLowerCase() && one.matches.test(path.split('?')[0]));
    return matching.sort((a, b) => a.template.split('{').length - b.template.split('{').length)[0];
}

const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema({ ...openapi, $id: 'openapi' });
const reading = new Ajv2020({ strict: false, validateFormats: false, coerceTypes: true }).addSchema({ ...openapi, $id: 'openapi' });
const seen = { answers: 0, errors: 0, requests: 0, operations: new Set() };

function check(what, { method, template }, schema, value, kept, validators = ajv) {
    const validate = validators.getSchema(schema) ?? validators.compile({ $ref: schema });
    if (validate(value)) return;
    const { instancePath, message, params } = validate.errors.at(-1);
    const told = validate.errors.map((one) => `${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`).slice(0, 6);
    note(`${what} of ${method} ${template}: ${instancePath.replaceAll(/\d+/g, 'N')} ${message}`, `${JSON.stringify(params)} (${kept.transcript}); ${told}`);
}

function checkRequest(kept, found) {
    const media = 'application/x-www-form-urlencoded';
    if (!found.operation.requestBody) return;
    const params = kept.params.filter(([name]) => !name.startsWith('_stripe') && name !== 'key');
    check('request', found, at('paths', found.template, 'post', 'requestBody', 'content', media, 'schema'), nested(params), kept, reading);
    seen.requests += 1;
}

function checkAnswer(kept, found) {
    const status = found.operation.responses[kept.status] ? String(kept.status) : 'default';
    const [media] = Object.keys(found.operation.responses[status].content);
    if (!kept.content_type?.startsWith(media)) {
        if (media !== 'text/html') note(`answer of ${kept.method} ${found.template}`, `${kept.content_type} instead of ${media}`);
        return;
    }
    if (media !== 'application/json') return;
    const where = ['paths', found.template, found.method, 'responses', status, 'content', media, 'schema'];
    // All that a secret key is shown, or the part that a publishable one is.
    if (found.operation.responses[status].content[media].schema.anyOf?.at(-1).$ref?.endsWith('.publishable'))
        where.push('anyOf', kept.key === 'publishable' ? '1' : '0');
    check(`answer ${kept.status}`, found, at(...where), kept.body, kept);
    seen.operations.add(found.operation.operationId);
    seen[status === '200' ? 'answers' : 'errors'] += 1;
}

await checkDocument();
for (const kept of answers) {
    const found = operationOf(kept);
    if (!found || kept.version) continue; // older versions have other shapes
    if (kept.status === 200) checkRequest(kept, found);
    checkAnswer(kept, found);
}
for (const [what, why] of wrong) console.log(`${what}: ${why}`);
const { requests, errors } = seen;
if (Math.min(requests, seen.answers, errors) < 100) console.log('schema: hardly anything was compared', seen);
else if (wrong.size === 0)
    console.log(`schema: OpenAPI 3.1, ${operations.length} operations; ${requests} requests, ${seen.answers} answers and ${errors} errors of ${seen.operations.size} of them are as it says`);
process.exit(wrong.size > 0 || Math.min(requests, seen.answers, errors) < 100 ? 1 : 0);

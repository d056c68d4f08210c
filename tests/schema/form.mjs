// a[b]=1, a[c][]=2: {a: {b: '1', c: ['2']}}, as the server reads a form.
export function nested(pairs) {
    const out = {};
    for (const [name, value] of pairs) put(out, name.split('[').map((part) => part.replace(/\]$/, '')), value);
    return arrays(out);
}

function put(target, [first, ...rest], value) {
    const name = first === '' ? String(Object.keys(target).length) : first;
    if (rest.length === 0) target[name] = value;
    else put((target[name] ??= {}), rest, value);
}

// A hash whose names are numbers is a list.
function arrays(value) {
    if (typeof value !== 'object') return value;
    const names = Object.keys(value);
    const inner = names.map((name) => arrays(value[name]));
    if (names.length > 0 && names.every((name) => /^\d+$/.test(name))) return inner;
    return Object.fromEntries(names.map((name, i) => [name, inner[i]]));
}

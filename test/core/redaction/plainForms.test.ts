import { describe, expect, test } from 'vitest';
import { createRedactor, findSensitive } from '../../../src/core/redaction/redactor.ts';
import { run } from './samples.ts';

const rules = { secrets: true, personal: false };
const redacted = (text: string) => createRedactor(rules).text(text);
const token = run(32);
const hex = run(64, '0123456789abcdef');
const gone = '[secret:named-secret]';

/** Each with what becomes of it; `$` stands for the placeholder of a secret under a telling name. */
const forms: readonly (readonly [name: string, text: string, expected: string])[] = [
  ['the first parameter of an address', `GET https://api.acme.example/v1?api_key=${token}&a=1`, 'GET https://api.acme.example/v1?api_key=$&a=1'],
  ['a short one', 'see https://a.example/?api_key=qwertyuiop1234', 'see https://a.example/?api_key=$'],
  ['the only parameter', `https://api.acme.example/v1?access_token=${token}`, 'https://api.acme.example/v1?access_token=$'],
  ['a parameter further on', 'https://api.acme.example/v1?a=1&password=Summer2024!x', 'https://api.acme.example/v1?a=1&password=$'],
  ['a parameter behind an escaped sign', `"https://a.example/?b=1\\u0026token=${token}"`, '"https://a.example/?b=1\\u0026token=$"'],
  ['a token parameter', `https://a.example/v1?token=${token}`, 'https://a.example/v1?token=$'],
  ['a token behind others', `https://a.example/v1?a=1&token=${token}&b=2`, 'https://a.example/v1?a=1&token=$&b=2'],
  ['a key parameter', `https://a.example/v1?key=${token}&b=2`, 'https://a.example/v1?key=[secret:url-credential]&b=2'],
  ['an AWS signature', `https://s3.example.com/b/k?X-Amz-Expires=900&X-Amz-Signature=${hex}`, 'https://s3.example.com/b/k?X-Amz-Expires=900&X-Amz-Signature=[secret:url-credential]'],
  ['a Google signature', `https://storage.example.com/b?X-Goog-Signature=${hex}&x=1`, 'https://storage.example.com/b?X-Goog-Signature=[secret:url-credential]&x=1'],
  ['a short signature of a share', `https://a.example/v1?sig=${token}%3D&se=2`, 'https://a.example/v1?sig=[secret:url-credential]&se=2'],
  ['a setting in an address of a setting', `base_url: https://a.example/?api_key=${token}`, 'base_url: https://a.example/?api_key=$'],

  ['a Python dict', "{'api_key': 'abcd1234efgh', 'n': 1}", "{'api_key': '$', 'n': 1}"],
  ['a Python dict with a quote in the value', `{'password': "it's a 1", 'n': 1}`, `{'password': "$", 'n': 1}`],
  ['a Python dict with an escaped quote in the value', String.raw`{'password': 'a\'b"c'}`, String.raw`{'password': '$'}`],
  ['a Python dict in JSON', String.raw`{"note": "{'password': 'hunter two', 'x': \"y\"}"}`, String.raw`{"note": "{'password': '$', 'x': \"y\"}"}`],
  ['a Python dict in a Python string', String.raw`'{\'access_token\': \'abcDEF123456ghi\', \'n\': 1}'`, String.raw`'{\'access_token\': \'$\', \'n\': 1}'`],
  ['a number in a Python dict', "{'password': 12345678, 'n': 1}", "{'password': '$', 'n': 1}"],
  ['a Python dict that was cut', "{'password': 'hunter22 and", "{'password': '$"],
  ['a cut Python dict in JSON', `{"note": "{'password': 'hunter22", "b": "it's"}`, `{"note": "{'password': '$", "b": "it's"}`],
  ['a token in a Python dict', `{'token': '${token}', 'n': 1}`, "{'token': '$', 'n': 1}"],
  ['a token in JSON text', `{"token":"${token}","n":1}`, '{"token":"$","n":1}'],
  ['a token in JSON in JSON', `{\\"github_token\\":\\"${token}\\",\\"n\\":1}`, '{\\"github_token\\":\\"$\\",\\"n\\":1}'],
  ['a number in JSON text', '{"password": 12345678}', '{"password": "$"}'],

  ['a token alone', `token=${token}`, 'token=$'],
  ['a token in the environment', `GH_TOKEN=${token} gh pr list`, 'GH_TOKEN=$ gh pr list'],
  ['a flag', 'acme login --token abcd1234efgh5678 --yes', 'acme login --token $ --yes'],
  ['a flag with an equals sign', 'acme login --token=abcd1234efgh5678', 'acme login --token=$'],
  ['a password flag', 'acme login --password hunter22', 'acme login --password $'],
  ['a password flag with an equals sign', 'acme login --password=hunter22', 'acme login --password=$'],
  ['a password flag with quotes', 'acme login --db-password "hunter two" -v', 'acme login --db-password "$" -v'],
  ['a password flag in JSON', String.raw`{"cmd":"acme login --api-key \"hunter two\" -v"}`, String.raw`{"cmd":"acme login --api-key \"$\" -v"}`],
  ['a flag in a list of arguments', `["acme", "--api-key", "abcd1234efgh5678"]`, '["acme", "--api-key", "$"]'],
  ['a flag in a Python list of arguments', `['acme', '--api-key', 'abcd1234efgh5678']`, "['acme', '--api-key', '$']"],
  ['the user of a request', 'curl -s -u admin:Sup3rSecretPw https://x.example', 'curl -s -u admin:[secret:basic-credentials] https://x.example'],
  ['the user of a request in quotes', `curl --user 'admin:Sup3rSecretPw' https://x.example`, "curl --user 'admin:[secret:basic-credentials]' https://x.example"],
  ['the user of a request in JSON', String.raw`{"cmd":"curl \\\n  -u \"admin:hunter\" https://x.example"}`, String.raw`{"cmd":"curl \\\n  -u \"admin:[secret:basic-credentials]\" https://x.example"}`],

  ['a setting of a database', 'db_pass=abc123xyz', 'db_pass=$'],
  ['a setting of a database in capitals', 'export DB_PASS=abc123xyz', 'export DB_PASS=$'],
  ['a password with spaces', 'PASSWORD = "Summer 2024"', 'PASSWORD = "$"'],
  ['a password with spaces in YAML', `password: 'Summer 2024'`, "password: '$'"],
  ['words as a password', 'PASSWORD="correct horse battery staple" run', 'PASSWORD="$" run'],
  ['a password with spaces in JSON', String.raw`{"env":"PASSWORD=\"Summer 2024\" run"}`, String.raw`{"env":"PASSWORD=\"$\" run"}`],
  ['a password in an argument', `login(user="bob", password='abc123')`, `login(user="bob", password='$')`],
  ['a setting on a line of JSON text', String.raw`"A=1\nDB_PASSWORD=hunter22x\nB=2"`, String.raw`"A=1\nDB_PASSWORD=$\nB=2"`],
  ['a token on a line of JSON text', `"A=1\\ntoken=${token}\\nB=2"`, '"A=1\\ntoken=$\\nB=2"'],

  ['an element', '<user>bob</user><password>hunter22</password>', '<user>bob</user><password>$</password>'],
  ['an element with attributes and a namespace', '<wsse:Password Type="x">hunter two</wsse:Password>', '<wsse:Password Type="x">$</wsse:Password>'],
  ['an element in JSON', String.raw`"<clientSecret>abc<\/clientSecret>"`, String.raw`"<clientSecret>$<\/clientSecret>"`],
  ['a token in an element', `<token>${token}</token>`, '<token>$</token>'],

  ['a token under Authorization', 'Authorization: Token abcd1234efgh5678', 'Authorization: Token $'],
  ['a key under Authorization', `curl -H "Authorization: ApiKey abcd1234efgh5678" x`, 'curl -H "Authorization: ApiKey $" x'],
  ['a key under Authorization with its name', 'authorization: Token token=abcd1234efgh5678', 'authorization: Token token=$'],
];

test.each(forms)('%s', (_, text, expected) => {
  const clean = expected.replace('$', gone);
  expect(redacted(text)).toBe(clean);
  expect(redacted(clean)).toBe(clean);
  expect(redacted(`Then it was ${text}`)).toBe(`Then it was ${clean}`);
  const inside = createRedactor(rules).json({ note: JSON.stringify({ text }), text });
  expect(inside.text).toBe(clean);
  const inner = (JSON.parse(inside.note) as { text: string }).text;
  for (const secret of [token, hex, 'hunter', 'Summer', 'abcd1234', 'abc123', 'Sup3r', 'qwerty', 'horse', '12345678']) expect(inner.includes(secret), `${secret} in JSON in JSON`).toBe(false);
});

test('values of a map and of a list of arguments', () => {
  const redactor = createRedactor(rules);
  expect(redactor.json({
    token, 'x-token': token, bot_token: 'Hello', next_page_token: token, args: ['--api-key', 'abcd1234efgh5678', '--limit', '20000', '--password', '-v', '--token', 'abcd1234efgh5678'], query: [{ name: 'token', value: token }, { name: 'nextToken', value: token }], db_pass: 'abc123xyz',
  })).toEqual({
    token: gone, 'x-token': gone, bot_token: 'Hello', next_page_token: token, args: ['--api-key', gone, '--limit', '20000', '--password', '-v', '--token', gone], query: [{ name: 'token', value: gone }, { name: 'nextToken', value: token }], db_pass: gone,
  });
});

describe('false friends are left alone', () => {
  test.each([
    // JSON schemas, documentation
    '{"password": {"type": "string"}, "token": {"type": "string", "minLength": 20}}',
    '{"properties": {"token": {"description": "The token that was sent by mail 2 hours ago"}}, "required": ["password", "token"]}',
    'password: required\ntoken: string (required)\napi_key: see the settings page',
    "{'password': {'type': 'string'}, 'token': 'Hello', 'api_key': None, 'secret': '', 'n': 1}",
    '| token | string | Token of the user, 20 characters |',
    'Pass --token VALUE or --token <token>, --password PASSWORD, --api-key $API_KEY; --token is required, --password asks for it.',
    'usage: acme [--token TOKEN] [--password-file path1] [--page-token abcd1234efgh5678] [--max-tokens 20000]',
    '--password must have 8 characters; --token 20-character string; --api-key base64 encoded',
    `parser.add_argument("--token", help="of 20 characters", default="")`,
    `parser.add_argument('--password', '-p1', type=str)`,
    'password: "The user\'s password, at least 8 characters"',
    'PASSWORD = "Please enter your new password"',
    `errors = {password: 'must have 8 characters'}`,

    // Counts, pages, models
    `max_tokens=20000&next_page_token=${token}&nextToken=${token}&pageToken=${token}`,
    `{"next_page_token":"${token}","nextToken":"${token}","continuation_token":"${token}","eos_token":"${token}","syncToken":"${token}"}`,
    'secret_santa=bob12345, secret_santa: "bob 12345", {"secret_santa":"bob 12345"}',
    '{"token":"Hello","logprob":-0.1}, {"token":" internationalization","bytes":[1]}, token: "Hello"',
    'primary_key=12345678, foreign_key: abc12345, sort_key="name 2", keyword=abc12345',
    'compass=north123, bypass: yes12345, tests_pass=12345678, {"boarding_pass":"AB12 34"}, first_pass=abc123xyz',
    'passing: 12345a, passport=X1234567',

    // Code
    'password = get_password(user1), secret = settings.secret, api_key = load_key2(path), token = tokenizer1.next()',
    'login(user=user, password=password, api_key=api_key, token=access_token)',
    'self.password = new_password; this.clientSecret = clientSecret;',
    "{'password': '{password}', 'credentials': '{0}:{1}'}; f'password={password}'",
    `const password = document.getElementById('password1');`,
    'if (password === confirmed1) return; if password == "": raise',
    '{"cmd":"echo PASSWORD=","next":"a 1","more":[1,2]}',
    '{"cmd":"echo --password ","next":"a1b2c3d4"}',
    `{"a":"password=","b":"hunter22"}`,

    // Command lines, addresses, markup
    'docker run -u 1000:1000 image1; sudo -u bob:staff1 ls; sort -u a:b2; chown -R user:group1',
    'curl -u user:password https://x.example; curl -u $USER:$PASS x; curl -u "${USER}:${PASS}" x; curl -u <user>:<password> x; curl https://x.example -o out; psql -u a:b1',
    'https://example.com/?key=uploads/2024/11/20/final-report-version-2.pdf&signature=none&sig=abc&sort=asc',
    'https://example.com/?key=the-quick-brown-fox-jumps-over&token=abc&q=token',
    'https://maps.example.com/?api_key=YOUR_API_KEY&token={token}&key=<key>&sig=%s',
    '<password></password><password>string</password><token>Hello</token><key>hunter22</key><td>abc12345</td>',
    '<secret>The user must not see any of what stands here, whatever he says 2 times.</secret>',
    '<PasswordField>abc12345</PasswordField> a<b && c>password</',

    // Prose
    'Authorization: Token based. Authorization: the manager2 approved it. Authorization: Key holders only.',
    'The token is sent by mail. A secret: never say never. Her password is long. Token: see below.',
    "It's a secret: 'tis the season. The 'password': what is it?",
  ])('%s', (text) => {
    expect(findSensitive(text, rules)).toEqual([]);
    expect(redacted(JSON.stringify({ text }))).toBe(JSON.stringify({ text }));
  });
});

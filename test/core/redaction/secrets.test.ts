import { describe, expect, test } from 'vitest';
import { createRedactor, findSensitive } from '../../../src/core/redaction/redactor.ts';
import { run, samples } from './samples.ts';

const redacted = (text: string, personal = false) => createRedactor({ secrets: true, personal }).text(text);
describe('each key family becomes its own placeholder', () => {
  test.each(Object.entries(samples))('%s', (id, key) => {
    expect(redacted(key)).toBe(`[secret:${id}]`);
    expect(redacted(`set ${key} here`)).toBe(`set [secret:${id}] here`);
    expect(redacted(`line\\n${key}\\nline`)).toBe(`line\\n[secret:${id}]\\nline`);
    const inside = createRedactor({ secrets: true, personal: false }).json({ note: JSON.stringify({ text: `a\n${key}` }) });
    expect(JSON.parse(inside.note)).toEqual({ text: `a\n[secret:${id}]` });
  });
});

test.each([
  ['postgres://bob:hunter2@db.example.com/shop', 'postgres://bob:[secret:connection-string]@db.example.com/shop'],
  ['mongodb+srv://bob:p%40ss@cluster.example.net', 'mongodb+srv://bob:[secret:connection-string]@cluster.example.net'],
  ['redis://:hunter2@10.0.0.1:6379/0', 'redis://:[secret:connection-string]@10.0.0.1:6379/0'],
  ['amqp:\\/\\/bob:hunter2@mq.example.com', 'amqp:\\/\\/bob:[secret:connection-string]@mq.example.com'],
  ['Server=tcp:db,1433;User Id=bob;Password=hunter2;Encrypt=true', 'Server=tcp:db,1433;User Id=bob;Password=[secret:connection-string];Encrypt=true'],
  [`AccountName=shop;AccountKey=${run(86)}==;EndpointSuffix=core`, 'AccountName=shop;AccountKey=[secret:azure-storage-key];EndpointSuffix=core'],
  [`https://shop.blob.example.net/a?sv=1&sig=${run(43)}%3D&se=2`, 'https://shop.blob.example.net/a?sv=1&sig=[secret:azure-sas]&se=2'],
  ['Authorization: Bearer 0123abcd4567efgh8901', 'Authorization: Bearer [secret:bearer-token]'],
  [`Authorization: Basic ${btoa('bob:hunter2')}`, 'Authorization: Basic [secret:basic-credentials]'],
  [`Authorization: SSWS ${run(42)}`, 'Authorization: SSWS [secret:okta-token]'],
  [`https://discord.com/api/webhooks/123456789012345678/${run(68)}`, 'https://discord.com/api/webhooks/123456789012345678/[secret:discord-webhook]'],
  [`https://acme.webhook.office.com/webhookb2/${run(36)}@${run(36)}/IncomingWebhook/x`, 'https://acme.webhook.office.com/webhookb2/[secret:teams-webhook]'],
  ['oauth_token=0123abcdefgh', 'oauth_token=[secret:named-secret]'],
  ['export OPENAI_API_KEY=abcdef-not-a-known-shape-1', 'export OPENAI_API_KEY=[secret:named-secret]'],
  ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'aws_secret_access_key = [secret:named-secret]'],
  ['{"password": "correct horse", "n": 1}', '{"password": "[secret:named-secret]", "n": 1}'],
  ['{\\"client_secret\\":\\"a\\\\\\"b\\",\\"n\\":1}', '{\\"client_secret\\":\\"[secret:named-secret]\\",\\"n\\":1}'],
  ['password: hunter2', 'password: [secret:named-secret]'],
])('only the secret itself goes: %s', (text, expected) => {
  expect(redacted(text)).toBe(expected);
});

test.each([
  'total_tokens: 1234, max_tokens=512, prompt_tokens: 12',
  '{"max_tokens":"512","token":"Hello","next_page_token":"abc","user_api_key_alias":"team"}',
  '123e4567-e89b-12d3-a456-426614174000',
  '0af7651916cd43dd8448eb211c80319c b7ad6b7169203331',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'the task-list, the risk-free sk-learn-like-library-with-a-long-name and the desk-2024-plan',
  'Ask the bearer of this letter. Basic authentication is off. Bearer authentication-is-described-below',
  'password: required, secret: the user must not see it, api key: see the settings page',
  'api_key=os.environ["KEY"], password=settings.database.password, token=${TOKEN}, secret=<your secret>',
  'https://example.com:8080/path@2x.png http://localhost:3000',
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk',
  `${run(24, 'MaB3dE6gH9')}.GaB3dE.${run(38)} is no account number, a dot, a time, a dot and a signature`,
  'OLDPWD=/srv/app, npm_package_name, the pull-request, fw_version_2, v1.0-beta, dp.pt is a name, patterns.abcdefgh, NRJS-less, sk_learn_like_library',
  'us-west-2, bucket-us1, 7f83b1657ff1fc53b92dc18148a1d65d-us is a region of a hash',
  'KEY_WORD: string; keyboard: 105 keys; cookies: two',
])('false friends are left alone: %s', (text) => {
  expect(findSensitive(text, { secrets: true, personal: false })).toEqual([]);
});

describe('personal data', () => {
  test.each([
    ['write to ada.brandt+shop@mail.example.com.', 'write to [personal:email].'],
    ['call +49 30 1234567 or (212) 555-0147', 'call [personal:phone] or [personal:phone]'],
    ['card 4111 1111 1111 1111 exp 12/29', 'card [personal:card-number] exp 12/29'],
    ['pay to DE89 3704 0044 0532 0130 00 today', 'pay to [personal:iban] today'],
    ['ssn 123-45-6789', 'ssn [personal:us-ssn]'],
  ])('%s', (text, expected) => {
    expect(redacted(text, true)).toBe(expected);
    expect(redacted(text, false)).toBe(text);
  });

  test.each(['4111 1111 1111 1112', '1793610724000087240', 'DE89 3704 0044 0532 0130 01', '2026-11-20 10:51:58.123', 'order 12345, 489.00 EUR', '10.0.0.1', 'v1.2.3-beta.4', 'user@localhost', '2026-11-20', '0x4111111111111111', '000-12-3456'])('not taken for personal: %s', (text) => {
    expect(findSensitive(text, { secrets: true, personal: true })).toEqual([]);
  });

  test('a secret wins over the e-mail address it seems to be part of', () => {
    expect(redacted('postgres://bob:hunter2@db.example.com/x', true)).toBe('postgres://bob:[secret:connection-string]@db.example.com/x');
  });
});

describe('with nothing to look for', () => {
  const off = { secrets: false, personal: false };

  test('a value comes back as it is, whatever its keys are', () => {
    const value = JSON.parse('{"a":["ghp_0123456789abcdefghijABCDEFGHIJ012345"],"__proto__":{"b":1},"api_key":"0123456789abcdef"}') as unknown;
    expect(createRedactor(off).json(value)).toBe(value);
  });

  test('what is nested too deep is not kept, and all beside it is', () => {
    const value = JSON.parse(`{"a":1,"__proto__":${'['.repeat(2000)}${']'.repeat(2000)}}`) as unknown;
    const kept = JSON.stringify(createRedactor(off).json(value));
    expect(kept).toBe(JSON.stringify(createRedactor({ ...off, secrets: true }).json(value)));
    expect(kept).toContain('null');
  });
});

describe('a workspace’s own rules', () => {
  const rules = [{ name: 'Customer number', pattern: 'C-[0-9]{6}' }];

  test('are replaced under their name', () => {
    expect(createRedactor({ secrets: false, personal: false, rules }).text('for C-123456')).toBe('for [secret:customer-number]');
  });

  test('a pattern that matches its own placeholder does not go round in circles', () => {
    const redactor = createRedactor({ secrets: false, personal: false, rules: [{ name: 'any', pattern: '[a-z]{4,}' }] });
    expect(redactor.text('word')).toBe('[secret:any]');
    expect(redactor.text('[secret:any]')).toBe('[secret:any]');
  });

  test('a broken pattern is refused with its name', () => {
    expect(() => createRedactor({ secrets: true, personal: false, rules: [{ name: 'mine', pattern: '(' }] })).toThrow(/The redaction rule mine in casebook\/config.yaml/);
  });
});

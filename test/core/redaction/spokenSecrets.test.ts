import { describe, expect, test } from 'vitest';
import { createRedactor, findSensitive } from '../../../src/core/redaction/redactor.ts';
import { run } from './samples.ts';

const rules = { secrets: true, personal: false };
const redacted = (text: string) => createRedactor(rules).text(text);
/** Made of parts, so that no scanner takes it for a key that was left here. */
const secretKey = ['wJalrXUtn', 'FEMI/K7MD', 'ENG/bPxRfi', 'CYzEXAMPL3K', 'Y'].join('');
const accessKey = `AKIA${'ABCD2345'.repeat(2)}`;
const key = '[secret:aws-secret-key]';
const password = '[secret:spoken-password]';

test('the key is as long as those of AWS', () => expect(secretKey).toHaveLength(40));

test.each([
  ['beside its access key', `${accessKey} ${secretKey}`, `[secret:aws-access-key] ${key}`],
  ['before its access key', `${secretKey},${accessKey}`, `${key},[secret:aws-access-key]`],
  ['on the next line', `${accessKey}\n${secretKey}\n`, `[secret:aws-access-key]\n${key}\n`],
  ['in JSON kept as text', String.raw`{"t":"${accessKey}\n${secretKey}\n"}`, String.raw`{"t":"[secret:aws-access-key]\n${key}\n"}`],
  ['beside an access key that was replaced before', `[secret:aws-access-key] ${secretKey}`, `[secret:aws-access-key] ${key}`],
  ['where it is called one of AWS', `Use the AWS key ${secretKey} for it.`, `Use the AWS key ${key} for it.`],
  ['where it is called a secret', `It is secret, do not share "${secretKey}"`, `It is secret, do not share "${key}"`],
])('a secret key of AWS %s', (_, text, expected) => {
  expect(redacted(text)).toBe(expected);
  expect(redacted(expected)).toBe(expected);
});

test.each([
  ['My password is hunter2.', `My password is ${password}.`],
  ['the password for staging is now "hunter2!", change it', `the password for staging is now "${password}", change it`],
  ['Das Passwort lautet Sommer2024, danke', `Das Passwort lautet ${password}, danke`],
  ['Passwort: Sommer2024', 'Passwort: [secret:named-secret]'],
  ['passwd is `p4ssw0rd`', `passwd is \`${password}\``],
  ['user bob, pwd: s3cretpw', `user bob, pwd: ${password}`],
  ['pwd=s3cretpw; exit', `pwd=${password}; exit`],
  [String.raw`{"text":"Hi\nPassword is \"hunter2\" ok"}`, String.raw`{"text":"Hi\nPassword is \"${password}\" ok"}`],
])('a password in a sentence: %s', (text, expected) => {
  expect(redacted(text)).toBe(expected);
  expect(redacted(expected)).toBe(expected);
});

describe('false friends are left alone', () => {
  test.each([
    `commit ${run(40, '0123456789abcdef')} of aws-sdk, no secret`,
    `The secret of ${'A'.repeat(40)}, aws ${'a1'.repeat(20)}`,
    `https://docs.aws.amazon.com/AmazonS3/latest/userguide/VersioningConfig12/index.html`,
    `import { Client } from 'aws/services/lambda/models/FunctionConfiguration20'`,
    `${secretKey} stands alone; ${secretKey}A near aws is too long`,
    `[secret:named-secret] ${secretKey}`,
    'The password is 8-16 characters long. A password is 12characters. The password is base64-encoded, sha256 or argon2id.',
    'Your password is required. The password is incorrect. Is it? password is wrong!!!',
    'The password for user1 was reset in 2024. What is the password for acme.example2.com?',
    'PWD=/srv/app2 OLDPWD=/srv/app3 pwd: /opt/bob2, pwd: C:\\Work\\bob2, cwd: app2x',
    'password is settings.password1, passwd is os.environ["PW1"], pwd=getpwd1(), pwd = ${PWD1}, pwd: {{pw1}}',
    'The password was [secret:named-secret] and is <your-password1>.',
  ])('%s', (text) => expect(findSensitive(text, rules)).toEqual([]));
});

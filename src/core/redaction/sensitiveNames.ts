/** Endings of field names whose value is a secret whatever it looks like; compared without case, hyphens, dots and underscores. */
const endings = [
  'apikey', 'password', 'passwd', 'passphrase', 'secret', 'secretkey', 'secretaccesskey', 'clientsecret', 'accesstoken', 'refreshtoken', 'idtoken', 'authtoken',
  'apitoken', 'bearertoken', 'sessiontoken', 'securitytoken', 'privatekey', 'authorization', 'cookie', 'connectionstring', 'accountkey', 'sharedaccesskey', 'subscriptionkey',
  'signingkey', 'encryptionkey', 'credentials', 'userapikeyhash', 'csrftoken', 'xsrftoken', 'oauthtoken', 'devicetoken', 'registrationtoken', 'sastoken', 'privatetoken', 'servicerolekey', 'masterkey', 'deploykey', 'hmackey',
  'userpwd', 'dbpwd', 'dbpass', 'recoverycodes',
];

const known = new Map<string, boolean>();

/** Whether a field of this name holds a secret: `api_key`, `metadata.user_api_key_hash`, `x-api-key`; not `max_tokens`, not `user_api_key_alias`. */
export function isSensitiveName(name: string): boolean {
  if (name.length < 6 || name.length > 80 || name.startsWith('[')) return false;
  const before = known.get(name);
  if (before !== undefined) return before;
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const sensitive = endings.some((ending) => plain.endsWith(ending));
  if (known.size > 5000) known.clear();
  known.set(name, sensitive);
  return sensitive;
}

const ordinary = /^(?:none|null|nil|true|false|undefined|string|str|text|required|optional|hidden|redacted|example|value|n\/a|not set|unset|yes|no|\*+|x{3,}|\.{3}|…)$/i;

/** A constant's name, as in `api_key=API_KEY`. */
const constant = /^[A-Z]+(?:_[A-Z]+)*$/;

/** Values that hide nothing: empty ones, words that stand for a value, references to a variable, and what was replaced before. */
export function isHarmlessValue(value: string): boolean {
  const trimmed = value.trim();
  return trimmed.length < 3 || ordinary.test(trimmed) || constant.test(trimmed) || /^(?:\[(?:secret|personal):|<[^>]{0,80}>$|\$\{|\$[A-Z_]+$|\{\{|%[A-Z_]+%$|process\.env|os\.environ|[Yy]our[ _-])/.test(trimmed);
}

/** A whole value that was replaced before. */
export function isReplaced(value: string): boolean {
  return /^(?:[A-Za-z-]{1,20} )?\[(?:secret|personal):[a-z0-9-]+\]$/.test(value);
}

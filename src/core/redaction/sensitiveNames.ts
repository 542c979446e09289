/** Endings of field names whose value is a secret whatever it looks like; compared without case, hyphens, dots and underscores. */
const endings = [
  'apikey', 'password', 'passwort', 'passwd', 'passphrase', 'secret', 'secretkey', 'secretaccesskey', 'clientsecret', 'accesstoken', 'refreshtoken', 'idtoken', 'authtoken',
  'apitoken', 'bearertoken', 'sessiontoken', 'securitytoken', 'privatekey', 'authorization', 'cookie', 'connectionstring', 'accountkey', 'sharedaccesskey', 'subscriptionkey',
  'signingkey', 'encryptionkey', 'credentials', 'userapikeyhash', 'csrftoken', 'xsrftoken', 'oauthtoken', 'devicetoken', 'registrationtoken', 'sastoken', 'privatetoken', 'servicerolekey', 'masterkey', 'deploykey', 'hmackey',
  'userpwd', 'dbpwd', 'recoverycodes',
  'dbpass', 'sqlpass', 'pgpass', 'postgrespass', 'redispass', 'mongopass', 'smtppass', 'mailpass', 'imappass', 'ftppass', 'sshpass', 'ldappass', 'proxypass', 'userpass', 'adminpass', 'rootpass', 'keypass', 'storepass',
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

/** Names of what comes next in a list, or of what a model's vocabulary is made of. */
const otherTokens = /(?:page|pagination|next|prev|previous|continuation|cursor|sync|scroll|resume|start|end|begin|bos|eos|pad|unk|mask|sep|cls|stop|text|word|sub|input|output|image|special)[_.-]?token$/i;

/** `token`, `bot_token`, `x-token`, `botToken`: secret only where the value looks like one, as words of a text are called tokens too. */
export function isTokenName(name: string): boolean {
  return /(?:^|[^A-Za-z]|[a-z0-9](?=T))(?:token|Token|TOKEN)$/.test(name) && !otherTokens.test(name);
}

/** Letters and digits without sense, long enough that no word is taken for them. */
export function isRandomToken(value: string): boolean {
  if (value.length < 20 || value.length > 4096 || !/^[A-Za-z0-9_.~+/=%:-]+$/.test(value)) return false;
  return value.split(/[^A-Za-z0-9]/).some((run) => run.length >= 12 && (run.match(/[0-9]/g)?.length ?? 0) >= 2 && /[A-Za-z]/.test(run));
}

/** Whether what stands under this name, as a whole, is a secret. */
export function holdsSecret(name: string, value: string): boolean {
  return isSensitiveName(name) ? !isHarmlessValue(value) : isTokenName(name) && isRandomToken(value);
}

const ordinary = /^(?:none|null|nil|true|false|undefined|string|str|text|required|optional|hidden|redacted|example|value|n\/a|not set|unset|yes|no|\*+|x{3,}|\.{3}|…)$/i;

/** A constant's name, as in `api_key=API_KEY`. */
const constant = /^[A-Z]+(?:_[A-Z]+)*$/;

/** Values that hide nothing: empty ones, words that stand for a value, references to a variable, and what was replaced before. */
export function isHarmlessValue(value: string): boolean {
  const trimmed = value.trim();
  return trimmed.length < 3 || ordinary.test(trimmed) || constant.test(trimmed) || /^(?:\[(?:secret|personal):|<[^>]{0,80}>$|(?:\{[\w.]{0,40}\}[:\s]?){1,4}$|\$\{|\$[A-Z_]+$|\{\{|%[A-Z_]+%$|process\.env|os\.environ|[Yy]our[ _-])/.test(trimmed);
}

/** A whole value that was replaced before. */
export function isReplaced(value: string): boolean {
  return /^(?:[A-Za-z-]{1,20} )?\[(?:secret|personal):[a-z0-9-]+\]$/.test(value);
}

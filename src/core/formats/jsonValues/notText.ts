const signatures: readonly { readonly bytes: readonly number[]; readonly message: string }[] = [
  { bytes: [0xff, 0xfe], message: 'The file is UTF-16, not UTF-8. Save it as UTF-8 and import it again.' },
  { bytes: [0xfe, 0xff], message: 'The file is UTF-16, not UTF-8. Save it as UTF-8 and import it again.' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], message: 'The file is a zip archive. Unpack it and import the files inside.' },
  { bytes: [0x1f, 0x8b], message: 'The file is compressed with gzip. Unpack it and import the file inside.' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], message: 'The file is compressed with zstd. Unpack it and import the file inside.' },
  { bytes: [0x50, 0x41, 0x52, 0x31], message: 'The file is Parquet. Export it as JSON and import that.' },
  { bytes: [0x53, 0x51, 0x4c, 0x69], message: 'The file is a SQLite database. Export the traces as JSON and import that.' },
];

/** A sentence for files that are no text at all, told by their first four bytes; undefined for all others. */
export function notText(start: Uint8Array): string | undefined {
  return signatures.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte))?.message;
}

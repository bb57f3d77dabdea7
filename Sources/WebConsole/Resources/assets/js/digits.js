// 25 decimal digits that two people compare over the telephone, in groups of five.
const modulus = 10n ** 25n;

/** The digits of a hash of 32 bytes: its value as a big-endian number, modulo 10^25. */
export function spokenDigits(hash) {
  let value = 0n;
  for (const byte of hash) value = (value << 8n) | BigInt(byte);
  return (value % modulus).toString().padStart(25, "0").replace(/(.{5})(?=.)/gu, "$1 ");
}

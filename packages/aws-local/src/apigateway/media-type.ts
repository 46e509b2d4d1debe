/** Whether API Gateway treats content of this type as bytes: `BinaryMediaTypes` holds types, `image/*` and `*\/*`. */
export function isBinaryMediaType(
  binaryMediaTypes: readonly string[],
  contentType: string | undefined,
): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  return binaryMediaTypes.some((pattern) => {
    if (pattern === '*/*') return true;
    if (!type) return false;
    return pattern.endsWith('/*')
      ? type.startsWith(pattern.slice(0, -1).toLowerCase())
      : pattern.toLowerCase() === type;
  });
}

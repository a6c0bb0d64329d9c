export function openApiDocument(_parts: unknown): object {
  return {};
}

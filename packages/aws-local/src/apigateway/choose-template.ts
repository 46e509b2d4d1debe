/** The template for the first type that the client accepts, else that for JSON, else the first. */
export function chooseTemplate(
  templates: Readonly<Record<string, string>>,
  accept: string | undefined,
): [type: string, template: string] {
  const accepted = accept?.split(',').map((each) => each.split(';')[0]?.trim());
  const entries = Object.entries(templates);
  return (
    entries.find(([type]) => accepted?.includes(type)) ??
    entries.find(([type]) => type === 'application/json') ??
    entries[0] ?? ['application/json', '']
  );
}

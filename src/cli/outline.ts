/** Results as text for people: names and values, one a line, and tables where values are alike. */

type Row = Readonly<Record<string, unknown>>;

/** Nested values as indented lines. Numbers have at most four places; what there is none of is a dash. */
export function outline(value: object, indent = ''): string {
  return Object.entries(value)
    .map(([key, field]) => section(key, field, indent))
    .join('\n');
}

function section(key: string, field: unknown, indent: string): string {
  const deeper = `${indent}  `;
  if (typeof field !== 'object' || field === null) return `${indent}${key.padEnd(28)} ${cell(field)}`;
  if (Array.isArray(field) && field.every(isPlain))
    return `${indent}${key.padEnd(28)} ${field.map(cell).join('  ') || '-'}`;
  return `${indent}${key}\n${asTable(field, deeper) ?? outline(field, deeper)}`;
}

/** Rows with the same columns, a list or by name, and square counts by label; undefined for any other shape. */
function asTable(field: object, indent: string): string | undefined {
  if (isMatrix(field)) {
    const { labels, counts } = field;
    return table(
      ['true \\ predicted', ...labels],
      counts.map((line, i) => [labels[i], ...line]),
      indent,
    );
  }
  const rows: unknown[] = Object.values(field);
  if (rows.length === 0 || !rows.every(isFlat)) return undefined;
  const columns = Object.keys(rows[0] as Row);
  if (columns.length < 2 || !rows.every((row) => Object.keys(row).join() === columns.join()))
    return undefined;
  const names = Object.keys(field);
  const named = !Array.isArray(field);
  const lines = rows.map((row, i) => [...(named ? [names[i]] : []), ...columns.map((column) => row[column])]);
  return table([...(named ? [''] : []), ...columns], lines, indent);
}

/** Columns as wide as their widest cell, the first set left and the others right. */
function table(head: readonly string[], lines: readonly (readonly unknown[])[], indent: string): string {
  const cells = [head, ...lines.map((line) => line.map(cell))];
  const widths = head.map((_, column) => Math.max(...cells.map((line) => (line[column] ?? '').length)));
  const set = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return cells.map((line) => `${indent}${line.map(set).join('  ').trimEnd()}`).join('\n');
}

function cell(value: unknown): string {
  if (typeof value !== 'number') return value === undefined || value === null ? '-' : String(value);
  return Number.isNaN(value) ? '-' : String(round(value));
}

/** To four places, the fourth rounded. */
export function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function isFlat(value: unknown): value is Row {
  return !isPlain(value) && !Array.isArray(value) && Object.values(value as object).every(isPlain);
}

function isMatrix(value: object): value is { labels: readonly string[]; counts: readonly number[][] } {
  const { labels, counts } = value as { labels?: unknown; counts?: unknown };
  return Array.isArray(labels) && Array.isArray(counts) && Object.keys(value).length === 2;
}

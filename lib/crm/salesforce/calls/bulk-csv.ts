/**
 * Rows of a CSV text as Bulk API 2.0 writes it (RFC 4180, comma, LF or CRLF): the first line names the columns, and a quote
 * inside a quoted cell is doubled. Throws SyntaxError on an open quote or a row of another length.
 */
export function csvRows(text: string): Record<string, string>[] {
  const lines: string[][] = [];
  let line: string[] = [];
  let place = 0;
  while (place < text.length) {
    if (text[place] === '"') {
      let cell = '';
      for (place += 1; ; place += 2) {
        const end = text.indexOf('"', place);
        if (end < 0) throw new SyntaxError(`A quote is not closed in line ${lines.length + 1}.`);
        cell += text.slice(place, end);
        place = end;
        if (text[place + 1] !== '"') break;
        cell += '"';
      }
      place += 1;
      line.push(cell);
    } else {
      let end = place;
      while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end += 1;
      line.push(text.slice(place, end));
      place = end;
    }
    if (text[place] === ',') {
      place += 1;
      // A comma at the very end opens one more, empty cell.
      if (place < text.length && text[place] !== '\n' && text[place] !== '\r') continue;
      line.push('');
    }
    if (text[place] === '\r') place += 1;
    place += 1;
    lines.push(line);
    line = [];
  }
  const [names = [], ...rows] = lines;
  return rows.map((cells, index) => {
    if (cells.length !== names.length)
      throw new SyntaxError(`Line ${index + 2} has ${cells.length} cells, not ${names.length}.`);
    return Object.fromEntries(names.map((name, column) => [name, cells[column] ?? '']));
  });
}

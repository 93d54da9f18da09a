/** The solution of n linear equations, each a row of n factors and the right side, by elimination with pivots; NaN where there is none. The rows are used up. */
export function solved(rows: number[][]): number[] {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    const pivot = rows
      .slice(column)
      .reduce((best, row) => (Math.abs(row[column]) > Math.abs(best[column]) ? row : best));
    const at = rows.indexOf(pivot);
    [rows[column], rows[at]] = [rows[at], rows[column]];
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[column] / pivot[column];
      for (let i = column; i <= n; i++) row[i] -= factor * pivot[i];
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}

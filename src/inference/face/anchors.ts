/** One output grid of a single-shot detector: a square of cells, each with the same number of anchors. */
export interface Grid {
  /** Input pixels between cell centres. */
  readonly stride: number;
  readonly anchorsPerCell: number;
}

export interface Anchor {
  readonly x: number;
  readonly y: number;
}

/**
 * Anchor centres in input pixels, in the order of the model's outputs: row by row, an anchor after the other in each
 * cell (BlazeFace, Bazarevsky et al. 2019, section 3.2: anchors of fixed size, so a centre is all they have).
 * @param size side of the square input in pixels
 */
export function anchorsOf(size: number, grid: Grid): Anchor[] {
  const cells = size / grid.stride;
  const centre = (cell: number) => (cell + 0.5) * grid.stride;
  return Array.from({ length: cells * cells * grid.anchorsPerCell }, (_, i) => {
    const cell = Math.floor(i / grid.anchorsPerCell);
    return { x: centre(cell % cells), y: centre(Math.floor(cell / cells)) };
  });
}

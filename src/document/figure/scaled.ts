/** A figure in another size: a picture that is wider than its column is made narrower as a whole, labels with it. */
import type { Figure } from '../doc.ts';

type Shape = Figure['shapes'][number];

/** The figure times `factor` (1 leaves it alone). Line weights stay, so that thin lines still print. */
export function scaled(figure: Figure, factor: number): Figure {
  if (factor === 1) return figure;
  return {
    ...figure,
    width: figure.width * factor,
    height: figure.height * factor,
    shapes: figure.shapes.map((shape) => scaledShape(shape, factor)),
  };
}

function scaledShape(shape: Shape, by: number): Shape {
  switch (shape.kind) {
    case 'line':
      return { ...shape, x1: shape.x1 * by, y1: shape.y1 * by, x2: shape.x2 * by, y2: shape.y2 * by };
    case 'polyline':
      return { ...shape, points: shape.points.map(([x, y]) => [x * by, y * by]) };
    case 'ellipse':
      return { ...shape, cx: shape.cx * by, cy: shape.cy * by, rx: shape.rx * by, ry: shape.ry * by };
    case 'rect':
      return {
        ...shape,
        x: shape.x * by,
        y: shape.y * by,
        width: shape.width * by,
        height: shape.height * by,
        radius: shape.radius * by,
      };
    case 'label':
      return { ...shape, x: shape.x * by, y: shape.y * by, size: shape.size * by };
  }
}

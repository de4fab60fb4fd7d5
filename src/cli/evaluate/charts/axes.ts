/** A plot's frame: a square of units to be drawn in, both axes with ticks in per cent. */
import { line, PAPER, percent, rectangle, text } from './paper.ts';

export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly title: string;
}

export interface Plot {
  /** Of a value on each axis, in units of the SVG. */
  x(value: number): number;
  y(value: number): number;
  /** Grid, ticks and titles, to be drawn first. */
  readonly frame: string;
}

export interface PlotPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function plot(place: PlotPlace, horizontal: Axis, vertical: Axis): Plot {
  const { left, top, width, height } = place;
  const x = (value: number) => left + ((value - horizontal.from) / (horizontal.to - horizontal.from)) * width;
  const y = (value: number) =>
    top + height - ((value - vertical.from) / (vertical.to - vertical.from)) * height;
  const bottom = top + height;
  const across = ticks(horizontal).flatMap((tick) => [
    line([[x(tick), top], [x(tick), bottom]], PAPER.grid), // biome-ignore format: one line
    text(x(tick), bottom + 17, percent(tick, 0), { size: 11, anchor: 'middle', colour: PAPER.soft }),
  ]);
  const up = ticks(vertical).flatMap((tick) => [
    line([[left, y(tick)], [left + width, y(tick)]], PAPER.grid), // biome-ignore format: one line
    text(left - 7, y(tick) + 4, percent(tick, 0), { size: 11, anchor: 'end', colour: PAPER.soft }),
  ]);
  const titles = [
    text(left + width / 2, bottom + 37, horizontal.title, { anchor: 'middle' }),
    text(left - 48, top + height / 2, vertical.title, { anchor: 'middle', turn: -90 }),
  ];
  const border = rectangle(left, top, width, height, 'none', PAPER.soft);
  return { x, y, frame: [...across, ...up, ...titles, border].join('\n') };
}

function ticks({ from, to, step }: Axis): number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
}

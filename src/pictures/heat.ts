/** A small grey picture, and the same under the glow of a map: pixels for why-map.ts. */
import { HEAT } from './palette.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** @param grey 0..255 @returns RGB */
export function greyPixels(grey: Float32Array): Uint8Array {
  return rgb(grey, (value) => [value, value, value]);
}

/**
 * The face, darkened, with the glow over it where it mattered.
 * @param grey 0..255
 * @param glow 0..1, of the same length
 * @returns RGB
 */
export function glowingPixels(grey: Float32Array, glow: Float32Array): Uint8Array {
  return rgb(grey, (value, i) => {
    const heat = Math.max(0, Math.min(1, glow[i] as number));
    const light = value / 255;
    // The face stays to be seen in the glow: it shades it, least where it is brightest.
    const shade = SHADED + (1 - SHADED) * Math.max(light, heat);
    const over = Math.min(MOST_COVERED, 1.5 * heat);
    const lit = heatColour(heat);
    const mix = (c: 0 | 1 | 2) => DIMMED[c] * light * (1 - over) + lit[c] * shade * over;
    return [mix(0), mix(1), mix(2)];
  });
}

/** White of the face where nothing glows; the least light that the face leaves the glow; how much the glow hides. */
const DIMMED: Colour = [176, 152, 140];
const SHADED = 0.4;
const MOST_COVERED = 0.85;

/** The scale of the glow: from nothing to what mattered most. */
export function heatColour(heat: number): Colour {
  const place = Math.max(0, Math.min(1, heat)) * (HEAT.length - 1);
  const index = Math.min(HEAT.length - 2, Math.floor(place));
  const [from, to] = [channels(HEAT[index] as string), channels(HEAT[index + 1] as string)];
  const t = place - index;
  return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, from[2] + (to[2] - from[2]) * t];
}

function channels(colour: string): Colour {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function rgb(grey: Float32Array, colour: (value: number, index: number) => Colour): Uint8Array {
  const pixels = new Uint8Array(3 * grey.length);
  grey.forEach((value, i) => {
    pixels.set(
      colour(Math.max(0, Math.min(255, value)), i).map((channel) =>
        Math.round(Math.max(0, Math.min(255, channel))),
      ),
      3 * i,
    );
  });
  return pixels;
}

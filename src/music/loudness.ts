/**
 * How loud every piece that this project writes is, demo pieces and converted imports alike, so that nobody turns a
 * knob between two tracks: integrated loudness and true peak as EBU R 128 defines them. EBU R 128 itself asks
 * broadcasters for -23 LUFS; streaming services and Discord's members expect about -16 (AES TD1008).
 */
export const TARGET_LUFS = -16;
export const CEILING_DBTP = -1;

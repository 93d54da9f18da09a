/*
 * What a network that tells classes apart says of a picture: one channel for each, the background first, each [height, width].
 */

/** The index of each pixel's largest value; of equals the first. `from` 1 leaves the background out. */
export function largestChannel(channels: readonly Float32Array[], from = 0): Uint8Array<ArrayBuffer> {
  const index = new Uint8Array(channels[0].length).fill(from);
  for (let i = 0; i < index.length; i++) {
    let best = channels[from][i];
    for (let channel = from + 1; channel < channels.length; channel++) {
      if (channels[channel][i] <= best) continue;
      best = channels[channel][i];
      index[i] = channel;
    }
  }
  return index;
}

/** Probabilities of logits: shares of one over the channels. */
export function softmaxOf(logits: readonly Float32Array[]): Float32Array[] {
  const shares = logits.map(({ length }) => new Float32Array(length));
  for (let i = 0; i < logits[0].length; i++) {
    const largest = Math.max(...logits.map(channel => channel[i]));
    let sum = 0;
    for (const [c, channel] of logits.entries()) sum += shares[c][i] = Math.exp(channel[i] - largest);
    for (const share of shares) share[i] /= sum;
  }
  return shares;
}

/** The probability that a pixel is of any class: what the background leaves. */
export function anyClass([background]: readonly Float32Array[]): Float32Array {
  return background.map(probability => 1 - probability);
}

/** The probability of crack that channels come to: `anyClass`, or the only channel of a network that tells no classes apart. */
export function crackOf(channels: readonly Float32Array[]): Float32Array {
  return channels.length > 1 ? anyClass(channels) : channels[0];
}

/** Parts of equal length, as views: the channels of one network's output [C, height, width], the images of a batch. */
export function channelsOf(data: Float32Array, count: number): Float32Array[] {
  const pixels = data.length / count;
  return Array.from({ length: count }, (_, channel) => data.subarray(channel * pixels, (channel + 1) * pixels));
}

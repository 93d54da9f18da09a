/** How every model of this network is used; what it says of itself, in its file and in its card. */
export const MODEL_USAGE = {
  classes: ['crack'],
  preprocessing: 'gray (0.299 R + 0.587 G + 0.114 B), resized bilinearly to input_size, divided by 255',
  /** Crack where the probability is above, until another is chosen. */
  threshold: 0.5,
} as const;

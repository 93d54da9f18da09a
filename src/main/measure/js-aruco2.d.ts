declare module 'js-aruco2' {
  interface Corner {
    x: number;
    y: number;
  }

  class Dictionary {
    constructor(name: string);
    /** Codes that differ from one of the dictionary's by fewer bits count as it. */
    tau: number;
  }

  class Detector {
    constructor(options: { dictionaryName: string; maxHammingDistance?: number });
    dictionary: Dictionary;
    readonly grey: unknown;
    /** Dark quadrangles of the picture seen last. */
    readonly candidates: unknown;
    /** `data`: [height, width, 4], R G B A. Corners clockwise from the marker's own upper left one, whole px. */
    detect(image: { width: number; height: number; data: Uint8Array }): Marker[];
    findMarkers(grey: unknown, candidates: unknown, warpSize: number): Marker[];
  }

  interface Marker {
    id: number;
    corners: Corner[];
  }

  const aruco: { AR: { Detector: typeof Detector; Dictionary: typeof Dictionary } };
  export default aruco;
}

/** Each adds itself to the detector's dictionaries. */
declare module 'js-aruco2/src/dictionaries/*' {
  export {};
}

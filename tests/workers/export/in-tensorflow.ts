import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';

/** Loads the files as a page does, but from the disk. */
export async function loadInTensorflow(folder: string): Promise<tf.LayersModel> {
  tf.env().set('PROD', true); // no advertisement in the tests' output
  await tf.setBackend('cpu');
  const fetchFunc: typeof fetch = async url => new Response(readFileSync(join(folder, basename(String(url)))));
  return tf.loadLayersModel(tf.io.http('http://localhost/model.json', { fetchFunc }));
}

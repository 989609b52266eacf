/** The two-tone sound of a red or pop-up alert, once. */

/** Hertz and seconds: a falling minor third, heard across a room and unlike a telephone. */
const tones = [
  { pitch: 880, at: 0, length: 0.35 },
  { pitch: 740, at: 0.4, length: 0.55 },
]

/** Sounds once; a browser that forbids sound without a click (start it with its autoplay policy off) leaves the wall silent. */
export async function sound(): Promise<void> {
  const audio = new AudioContext()
  try {
    if (audio.state === 'suspended') await Promise.race([audio.resume(), new Promise((resolve) => setTimeout(resolve, 500))])
    if (audio.state !== 'running') return
    for (const { pitch, at, length } of tones) {
      const [tone, loudness] = [audio.createOscillator(), audio.createGain()]
      const begin = audio.currentTime + at
      tone.frequency.value = pitch
      loudness.gain.setValueAtTime(0.0001, begin)
      loudness.gain.exponentialRampToValueAtTime(0.4, begin + 0.03)
      loudness.gain.exponentialRampToValueAtTime(0.0001, begin + length)
      tone.connect(loudness).connect(audio.destination)
      tone.start(begin)
      tone.stop(begin + length)
    }
    await new Promise((resolve) => setTimeout(resolve, 1_500))
  } finally {
    await audio.close()
  }
}

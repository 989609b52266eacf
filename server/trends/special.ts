/** The special functions that trends need: ln Γ, the regularised incomplete beta function, and the negative binomial built on it. */

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** ln Γ(x) for x > 0: Lanczos's approximation with g = 7 and nine terms (Godfrey's coefficients), about 15 digits. */
export function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x)
  let sum = lanczos[0] as number
  for (let i = 1; i < lanczos.length; i++) sum += (lanczos[i] as number) / (x - 1 + i)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/**
 * Regularised incomplete beta function Iₓ(a, b), a and b > 0, 0 ≤ x ≤ 1: the continued fraction of DLMF 8.17.22 evaluated by
 * Lentz's method, on the side where it converges fast. Absolute error about 1e-10; slow (hundreds of steps) from a + b of a million.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b
}

const tiny = 1e-300
const atLeast = (value: number): number => (Math.abs(value) < tiny ? tiny : value)

function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / atLeast(1 - ((a + b) * x) / (a + 1))
  let result = d
  for (let m = 1; m <= 2000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / atLeast(1 + even * d)
    c = atLeast(1 + even / c)
    result *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / atLeast(1 + odd * d)
    c = atLeast(1 + odd / c)
    result *= d * c
    if (Math.abs(d * c - 1) < 1e-12) break
  }
  return result
}

/** P(X ≥ k) of a negative binomial with this mean and size (variance = mean + mean²/size); k a whole number. */
export function upperTail(k: number, mean: number, size: number): number {
  if (k <= 0) return 1
  return mean <= 0 ? 0 : incompleteBeta(mean / (mean + size), k, size)
}

/** The least k with P(X ≤ k) ≥ `probability` (0 < probability < 1), by doubling and halving. */
export function quantile(probability: number, mean: number, size: number): number {
  const reached = (k: number) => 1 - upperTail(k + 1, mean, size) >= probability
  if (reached(0)) return 0
  let high = Math.max(1, Math.ceil(mean))
  while (!reached(high)) high *= 2
  let low = 0
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (reached(middle)) high = middle
    else low = middle
  }
  return high
}

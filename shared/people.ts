/** How many people may be told: a number under three points at persons. */

export const fewestShown = 3

/** The number where it may be shown, null where the screens say “少于3人”. */
export const shownPeople = (people: number): number | null => (people >= fewestShown ? people : null)

/** 9人, 少于3人; null = may not be shown. */
export const peopleWords = (people: number | null): string => (people === null || people < fewestShown ? `少于${fewestShown}人` : `${people}人`)

export const formatNumber = (number: string): string => number

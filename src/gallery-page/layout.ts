/** Something to be put on the wall. */
export interface Item {
  id: string
  /** Width over height of its picture. */
  ratio: number
  /** Items of one group stand under one heading; groups follow one another. */
  group: string
}

/** Where an item is: the picture, with the caption below it. In px, from the top left of the wall. */
export interface Box {
  id: string
  /** Its place in the order, from 0. */
  index: number
  x: number
  y: number
  width: number
  /** Of the picture alone. */
  height: number
  /** Number of its row. */
  row: number
}

export interface Heading {
  group: string
  y: number
}

export interface Wall {
  boxes: Box[]
  headings: Heading[]
  height: number
}

export interface Room {
  width: number
  /** Height that the pictures of a row should have. */
  rowHeight: number
  gap: number
  captionHeight: number
  headingHeight: number
}

/** A single picture is not stretched further than this over the height that it should have. */
const mostStretch = 1.35
/** Pictures that are wider or higher are cut. */
const [narrowest, widest] = [0.5, 2.4]

/** Puts items into rows that fill the width, as pictures hang on a wall: each as wide as its ratio asks. */
export function layOut(items: Item[], room: Room): Wall {
  const wall: Wall = {boxes: [], headings: [], height: 0}
  const row: {item: Item; ratio: number}[] = []
  let rows = 0
  /** Height at which the first pictures of the row fill the width. */
  const fill = (count: number): number => {
    const ratios = row.slice(0, count).reduce((sum, {ratio}) => sum + ratio, 0)
    return (room.width - (count - 1) * room.gap) / ratios
  }
  const hang = (count: number, isLast: boolean): void => {
    if (count === 0) return
    const height = Math.min(fill(count), room.rowHeight * (isLast ? 1 : mostStretch))
    let x = 0
    for (const {item, ratio} of row.splice(0, count)) {
      const width = Math.min(ratio * height, room.width)
      wall.boxes.push({id: item.id, index: wall.boxes.length, x, y: wall.height, width, height, row: rows})
      x += width + room.gap
    }
    wall.height += height + room.captionHeight + room.gap
    rows++
  }
  /** A row ends where its height comes nearest to what it should be. */
  const hangWhenFull = (): void => {
    const {length} = row
    if (fill(length) > room.rowHeight) return
    const isNearerWithout = length > 1 && fill(length - 1) / room.rowHeight < room.rowHeight / fill(length)
    hang(isNearerWithout ? length - 1 : length, false)
  }
  let group: string | undefined
  for (const item of items) {
    if (item.group !== group) {
      hang(row.length, true)
      group = item.group
      if (group !== '') {
        wall.headings.push({group, y: wall.height})
        wall.height += room.headingHeight
      }
    }
    row.push({item, ratio: Math.min(Math.max(item.ratio, narrowest), widest)})
    hangWhenFull()
  }
  hang(row.length, true)
  return wall
}

/** The boxes that reach into a part of the wall. */
export function boxesBetween({boxes}: Wall, top: number, bottom: number, captionHeight: number): Box[] {
  let low = 0
  let high = boxes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const {y, height} = boxes[middle]!
    if (y + height + captionHeight < top) low = middle + 1
    else high = middle
  }
  let end = low
  while (end < boxes.length && boxes[end]!.y <= bottom) end++
  return boxes.slice(low, end)
}

/** The box one step from another: next to it, or in the row above or below, where it is nearest. */
export function neighbour({boxes}: Wall, from: Box, step: 'left' | 'right' | 'up' | 'down'): Box | undefined {
  if (step === 'left') return boxes[from.index - 1]
  if (step === 'right') return boxes[from.index + 1]
  const row = from.row + (step === 'up' ? -1 : 1)
  const middle = from.x + from.width / 2
  const distance = ({x, width}: Box): number => Math.abs(x + width / 2 - middle)
  return boxes.filter(box => box.row === row).sort((a, b) => distance(a) - distance(b))[0]
}

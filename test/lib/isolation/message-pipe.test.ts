import {expect} from 'chai'
import fc from 'fast-check'
import {MessageDecoder, encodeMessage} from '../../../src/lib/isolation/message-pipe.js'

const message = fc.oneof(
  fc.record({call: fc.nat(), method: fc.string(), args: fc.array(fc.oneof(fc.string(), fc.integer()))}),
  fc.record({answer: fc.nat(), result: fc.uint8Array({maxLength: 300})}),
)

describe('messages over a pipe', () => {
  it('come out as they went in, in whatever pieces they come', () => {
    fc.assert(
      fc.property(fc.array(message), fc.infiniteStream(fc.integer({min: 1, max: 40})), (messages, sizes) => {
        const bytes = Buffer.concat(messages.flatMap(encodeMessage))
        const decoder = new MessageDecoder()
        const received: unknown[] = []
        for (let at = 0; at < bytes.length;) {
          const {value: size} = sizes.next() as {value: number}
          received.push(...decoder.add(bytes.subarray(at, at + size)))
          at += size
        }
        const plain = (one: object): object =>
          'result' in one ? {...one, result: [...(one.result as Uint8Array)]} : one
        expect(received.map(one => plain(one as object))).to.deep.equal(messages.map(plain))
      }),
    )
  })

  it('are refused when they are too long, before their bytes have come', () => {
    const head = Buffer.from([0x40, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])
    expect(() => [...new MessageDecoder().add(head)]).to.throw('too long')
    expect(() => [...new MessageDecoder().add(Buffer.from('4000000040000000', 'hex'))]).to.throw('too long')
  })
})

import {expect} from 'chai'
import {displayWidth} from '../../../src/lib/terminal/text.js'
import {wrapCommand, wrapText} from '../../../src/lib/terminal/wrap.js'

const text =
  '提示词可以引用素材：<<<image_1>>>、<<<element_1>>>，从 1 开始编号（首帧在前）。没有账号也可以试用。'

describe('wrapping Chinese text', () => {
  for (const width of [18, 21, 38, 80]) {
    const lines = wrapText(text, width).split('\n')

    it(`${width} columns: no line is wider`, () => {
      for (const line of lines) expect(displayWidth(line)).to.be.at.most(width)
    })

    it(`${width} columns: nothing is lost`, () => {
      expect(lines.join('').replaceAll(' ', '')).to.equal(text.replaceAll(' ', ''))
    })

    it(`${width} columns: no line begins with closing punctuation or ends with an opening bracket`, () => {
      for (const line of lines) {
        expect(line).to.not.match(/^[，。；：！？、）]/)
        expect(line).to.not.match(/（$/)
      }
    })
  }

  it('fills lines with Chinese characters and keeps Latin words whole', () => {
    expect(wrapText('用文本、图片和 video 生成视频', 16)).to.equal('用文本、图片和\nvideo 生成视频')
    expect(wrapText('一二三四五六七八', 8)).to.equal('一二三四\n五六七八')
  })

  it('leaves a word whole that is wider than a line', () => {
    expect(wrapText('用 kling-video-o1 生成', 8)).to.equal('用\nkling-video-o1\n生成')
  })

  it('keeps line ends', () => {
    expect(wrapText('一\n\n二', 8)).to.equal('一\n\n二')
  })
})

describe('wrapping commands', () => {
  const command = '$ kling video create "A cat playing piano" --region sandbox --wait -o cat.mp4'

  for (const width of [40, 60, 80, 120]) {
    it(`${width} columns: lines that a shell joins again, flags with their values`, () => {
      const lines = wrapCommand(command, width).split('\n')
      for (const line of lines) expect(line.length).to.be.at.most(width)
      expect(lines.join('\n').replace(/ \\\n {4}/g, ' ')).to.equal(command)
      for (const line of lines) expect(line).to.not.match(/(?:--region|-o) \\$/)
    })
  }

  it('text in quotes goes on without a sign where it is wider than a line', () => {
    expect(wrapCommand('kling video create "a cat that plays the piano in a bar"', 24)).to.equal(
      'kling video create \\\n    "a cat that plays\n    the piano in a bar"',
    )
  })
})

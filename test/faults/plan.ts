import fc from 'fast-check'
import type {Fault, FileFault} from './fault-service.js'

/** What goes wrong around one command. */
export interface Plan {
  creates: Fault[]
  reads: Fault[]
  files: FileFault[]
  /** At which step of the client it is killed; 0: it is not. */
  killAt: number
  /** At which step it is interrupted by Ctrl-C; 0: it is not. */
  interruptAt: number
}

const refusal = (status: number, code: number): Fault => ({shows: 'refusal', status, code})

const does = fc.constantFrom('nothing' as const, 'task' as const, 'late' as const)

const createFault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({shows: fc.constantFrom('reset' as const, 'hang' as const, 'html' as const), does}),
  fc.record({shows: fc.constant('html' as const), status: fc.constantFrom(200, 302, 500, 504), does}),
  fc.record({shows: fc.constantFrom('truncated' as const, 'short' as const, 'empty' as const), does}),
  fc.constantFrom(refusal(429, 1302), refusal(429, 1303), refusal(500, 5000), refusal(503, 5001)),
  fc.constantFrom(refusal(429, 1101), refusal(400, 1301)),
)

const readFault: fc.Arbitrary<Fault> = fc.constantFrom<Fault>(
  {shows: 'answer'},
  {shows: 'reset'},
  {shows: 'hang'},
  {shows: 'html'},
  {shows: 'html', status: 200},
  {shows: 'truncated'},
  {shows: 'short'},
  {shows: 'empty'},
  {shows: 'lag'},
  refusal(503, 5001),
  refusal(401, 1000),
)

const after = fc.constantFrom(0, 0.2, 0.5, 0.8, 0.9999)

const fileFault: fc.Arbitrary<FileFault> = fc.oneof(
  fc.record({shows: fc.constantFrom('cut' as const, 'stall' as const, 'cut whole' as const), after}),
  fc.record({shows: fc.constant('status' as const), status: fc.constantFrom(403, 404, 416, 500, 503)}),
  fc.constantFrom<FileFault>(
    {shows: 'no range'},
    {shows: 'html'},
    {shows: 'other range'},
    {shows: 'too long'},
    {shows: 'expired'},
    {shows: 'no validator'},
    {shows: 'changed'},
    {shows: 'mixed'},
  ),
)

const sometimes = (most: number): fc.Arbitrary<number> =>
  fc.oneof({weight: 2, arbitrary: fc.constant(0)}, {weight: 1, arbitrary: fc.integer({min: 1, max: most})})

/** Random faults at random steps. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  creates: fc.array(createFault, {maxLength: 4}),
  reads: fc.array(readFault, {maxLength: 6}),
  files: fc.array(fileFault, {maxLength: 5}),
  killAt: sometimes(25),
  interruptAt: sometimes(25),
})

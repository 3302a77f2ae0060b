import { endEachTestWithoutFaults } from './faults.ts'

endEachTestWithoutFaults()

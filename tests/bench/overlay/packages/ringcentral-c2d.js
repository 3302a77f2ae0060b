// The library as published and as its own guide starts it: default matcher, default observer (a hover rectangle over a Range).
import RingCentralC2D from 'ringcentral-c2d/build/index.js'

globalThis.peer = new RingCentralC2D()

import { render } from 'preact'
import '../ui/theme.css'
import '../ui/pieces.css'
import './options.css'
import { Welcome } from './Welcome.tsx'

render(<Welcome />, document.body)

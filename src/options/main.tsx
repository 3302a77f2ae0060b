import { render } from 'preact'
import '../ui/theme.css'
import '../ui/pieces.css'
import './options.css'
import { Options } from './Options.tsx'

render(<Options />, document.body)

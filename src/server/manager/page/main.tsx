import { render } from 'preact'
import '../../../ui/theme.css'
import '../../../ui/pieces.css'
import './page.css'
import { App } from './App.tsx'

render(<App />, document.body)

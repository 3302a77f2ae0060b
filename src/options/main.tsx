import { render } from 'preact'
import { language } from '../platform/page.ts'
import '../ui/theme.css'
import '../ui/pieces.css'
import './options.css'
import { Options } from './Options.tsx'

document.documentElement.lang = language()
render(<Options language={language()} />, document.body)

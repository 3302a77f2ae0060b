import { render } from 'preact'
import { language } from '../platform/page.ts'
import '../ui/theme.css'
import '../ui/pieces.css'
import './panel.css'
import './parts/parts.css'
import './chat/chat.css'
import './contacts/contacts.css'
import { Panel } from './Panel.tsx'

// One app for popup and side panel: the class on the root element is all they differ by.
document.documentElement.lang = language()
render(<Panel />, document.body)
